{#- A JSON object (text) with the members of another behind its own, but for those whose names it has
    itself. Where one of the two is null or has no member, it is the other as it stands, the first
    before the second; both come as json_without writes them. -#}
{% macro json_united(first, second) -%}
    {{ adapter.dispatch('json_united')(first, second) }}
{%- endmacro %}

{% macro default__json_united(first, second) -%}
    {{ no_dialect('json_united') }}
{%- endmacro %}

{% macro duckdb__json_united(first, second) -%}
    {#- a patch of nulls removes; of an object without its braces one comes behind the other -#}
    {%- set rest -%}
        cast(json_merge_patch({{ second }}, '{' || array_to_string(list_transform(
            json_keys({{ first }}), lambda name: cast(to_json(name) as varchar) || ':null'
        ), ',') || '}') as varchar)
    {%- endset -%}
    case
        when {{ second }} is null or {{ second }} = '{}' then {{ first }}
        when {{ first }} is null or {{ first }} = '{}' then {{ second }}
        else replace(
            {{ first }}[:-2] || ',' || ({{ rest }})[2:] || chr(0), ',}' || chr(0), '}' || chr(0)
        )[:-2]
    end
{%- endmacro %}

{% macro spark__json_united(first, second) -%}
    {%- set united -%}
        concat(
            '{',
            array_join(
                transform(
                    concat(
                        map_entries(united.first),
                        filter(
                            map_entries(united.second),
                            entry -> not map_contains_key(united.first, entry.key)
                        )
                    ),
                    entry -> concat(
                        {{ spark_json_quoted('substr(entry.key, 2)') }},
                        ':',
                        coalesce({{ spark_json_text('entry.value') }}, 'null')
                    )
                ),
                ','
            ),
            '}'
        )
    {%- endset -%}
    case
        when {{ second }} is null or {{ second }} = '{}' then {{ first }}
        when {{ first }} is null or {{ first }} = '{}' then {{ second }}
        else {{ spark_let(
            'united',
            "named_struct('first', " ~ spark_json_members(first)
            ~ ", 'second', " ~ spark_json_members(second) ~ ')',
            united
        ) }}
    end
{%- endmacro %}
