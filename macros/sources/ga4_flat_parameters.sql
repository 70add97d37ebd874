{#- Parameters of a Google Analytics event as a JSON object (text) in the order of their names, from a
    row (JSON object as text) that has a column `param_<key>` for each, as Fivetran's table has. Values stay
    as they are; null and the words of ga4_words_for_none leave no key; null where no key is left. -#}
{% macro ga4_flat_parameters(document) -%}
    {{ adapter.dispatch('ga4_flat_parameters')(document) }}
{%- endmacro %}

{% macro default__ga4_flat_parameters(document) -%}
    {{ no_dialect('ga4_flat_parameters') }}
{%- endmacro %}

{% macro duckdb__ga4_flat_parameters(document) -%}
    {%- set nothing = ['null'] -%}
    {%- for word in ga4_words_for_none() -%}{%- do nothing.append('"' ~ word ~ '"') -%}{%- endfor -%}
    '{' || nullif(array_to_string(list_transform(
        list_filter(
            list_transform(
                list_filter(
                    list_sort(list_distinct(json_keys({{ document }}))),
                    lambda name: starts_with(name, 'param_')
                ),
                lambda name: {
                    'name': name[7:],
                    'member': cast(json_extract(
                        {{ document }}, '/' || replace(replace(name, '~', '~0'), '/', '~1')
                    ) as varchar)
                }
            ),
            lambda pair: pair.member not in ({{ quoted_list(nothing) }})
        ),
        lambda pair: cast(to_json(pair.name) as varchar) || ':' || pair.member
    ), ','), '') || '}'
{%- endmacro %}

{% macro spark__ga4_flat_parameters(document) -%}
    {%- set nothing = ['null'] -%}
    {%- for word in ga4_words_for_none() -%}{%- do nothing.append('"' ~ word ~ '"') -%}{%- endfor -%}
    {#- a name that comes twice is looked up, which gives the first -#}
    {%- set pairs -%}
        filter(
            transform(
                array_sort(array_distinct(filter(
                    map_keys(flat_members), name -> startswith(substr(name, 2), 'param_')
                ))),
                name -> named_struct(
                    'name', substr(name, 8), 'member', {{ spark_json_text('flat_members[name]') }}
                )
            ),
            pair -> pair.member not in ({{ quoted_list(nothing) }})
        )
    {%- endset -%}
    {%- set object -%}
        case
            when size(pairs) > 0
                then concat('{', array_join(transform(
                    pairs,
                    pair -> concat({{ spark_json_quoted('pair.name') }}, ':', pair.member)
                ), ','), '}')
        end
    {%- endset -%}
    {{ spark_let(
        'flat_members', spark_json_members(document), spark_let('pairs', pairs, object)
    ) }}
{%- endmacro %}
