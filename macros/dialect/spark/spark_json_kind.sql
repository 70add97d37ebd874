{#- What a value of spark_json_members holds, in the words of json_member_kind. Whole numbers
    that 64 bits cannot hold are no integers. -#}
{% macro spark_json_kind(value) -%}
    case
        when startswith({{ value }}, '\uFFFF') then 'string'
        when left({{ value }}, 1) = '{' then 'object'
        when left({{ value }}, 1) = '[' then 'array'
        when left({{ value }}, 1) in ('t', 'f') then 'boolean'
        when
            try_cast(
                case when {{ value }} rlike '^-?[0-9]{1,20}$' then {{ value }} end
                as decimal(20, 0)
            ) between -9223372036854775808 and 18446744073709551615
            then 'integer'
        when {{ value }} is not null then 'number'
    end
{%- endmacro %}
