{#- Whether a property value (text, null when missing) meets a condition of a definition;
    never null. Text compares as text and in its own case, except icontains; gt to lte compare
    numbers, and what is no number meets none of them; is_not and not_icontains are also met
    by a missing value. An operator of null is a condition that asks nothing. -#}
{% macro condition_is_met(actual, operator, expected) -%}
    coalesce(
        case {{ operator }}
            when 'exact' then {{ actual }} = {{ expected }}
            when 'is_not' then {{ actual }} is null or {{ actual }} <> {{ expected }}
            when 'icontains' then instr(lower({{ actual }}), lower({{ expected }})) > 0
            when 'not_icontains'
                then
                    {{ actual }} is null
                    or instr(lower({{ actual }}), lower({{ expected }})) = 0
            when 'regex' then {{ regexp_contains(actual, expected) }}
            when 'gt' then {{ numeric_value(actual) }} > {{ numeric_value(expected) }}
            when 'gte' then {{ numeric_value(actual) }} >= {{ numeric_value(expected) }}
            when 'lt' then {{ numeric_value(actual) }} < {{ numeric_value(expected) }}
            when 'lte' then {{ numeric_value(actual) }} <= {{ numeric_value(expected) }}
            when 'in'
                then
                    -- a value that holds the separator itself is none of the listed ones
                    instr({{ actual }}, '|') = 0
                    and instr('|' || {{ expected }} || '|', '|' || {{ actual }} || '|') > 0
            when 'is_set' then {{ actual }} is not null
            when 'is_not_set' then {{ actual }} is null
        end,
        {{ operator }} is null
    )
{%- endmacro %}
