{#- Parameters of a Google Analytics event as a JSON object (text) in the order of their names, from the
    array of its export (text): each element has a `key` and a `value` with one member that says
    something, `string_value`, `int_value`, `float_value` or `double_value`. Numbers are numbers, though
    exports write whole ones as texts, and one number has one spelling: 2.0 is 2. A parameter without a
    value, or with a word of ga4_words_for_none, leaves no key; null where no key is left. -#}
{% macro ga4_parameters(entries) -%}
    {{ adapter.dispatch('ga4_parameters')(entries) }}
{%- endmacro %}

{% macro default__ga4_parameters(entries) -%}
    {{ no_dialect('ga4_parameters') }}
{%- endmacro %}

{% macro duckdb__ga4_parameters(entries) -%}
    {%- set numbers = ['int_value', 'float_value', 'double_value'] -%}
    '{' || nullif(array_to_string(list_transform(
        list_sort(list_filter(
            list_transform(
                from_json({{ entries }}, '[{"key": "VARCHAR", "value": {"string_value": "VARCHAR"
                    {%- for name in numbers %}, "{{ name }}": "VARCHAR"{% endfor %}}}]'),
                lambda entry: {
                    'name': entry.key,
                    'member': case
                        when entry.value.string_value in ({{ quoted_list(ga4_words_for_none()) }})
                            then null
                        when entry.value.string_value is not null
                            then cast(to_json(entry.value.string_value) as varchar)
                        {%- for name in numbers %}
                        when regexp_full_match(entry.value.{{ name }}, '{{ ga4_number() }}')
                            then regexp_replace(entry.value.{{ name }}, '[.]0+$', '')
                        {%- endfor %}
                    end
                }
            ),
            lambda pair: pair.name is not null and pair.member is not null
        )),
        lambda pair: cast(to_json(pair.name) as varchar) || ':' || pair.member
    ), ','), '') || '}'
{%- endmacro %}

{% macro spark__ga4_parameters(entries) -%}
    {%- set numbers = ['int_value', 'float_value', 'double_value'] -%}
    {%- set pairs -%}
        array_sort(filter(
            transform(
                from_json(
                    {{ entries }},
                    'array<struct<key: string, value: struct<string_value: string
                    {%- for name in numbers %}, {{ name }}: string{% endfor %}>>>',
                    {{ spark_json_options() }}
                ),
                entry -> named_struct(
                    'name', entry.key,
                    'member', case
                        when entry.value.string_value in ({{ quoted_list(ga4_words_for_none()) }})
                            then null
                        when entry.value.string_value is not null
                            then {{ spark_json_quoted('entry.value.string_value') }}
                        {%- for name in numbers %}
                        when entry.value.{{ name }} rlike '^{{ ga4_number() }}\\z'
                            then regexp_replace(entry.value.{{ name }}, '[.]0+$', '')
                        {%- endfor %}
                    end
                )
            ),
            pair -> pair.name is not null and pair.member is not null
        ))
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
    {{ spark_let('pairs', pairs, object) }}
{%- endmacro %}
