{#- What an event is worth by its properties (JSON object as text), in major units: the first of
    value_properties that is a number, or the text of one; null where none is. -#}
{% macro event_value(properties) -%}
    {%- set found -%}
    coalesce(
        {%- for name, factor in value_properties().items() %}
        {{ let('stated_text', json_inner('stated_properties', name),
            _decimal_of('stated_text', factor)) }}{{ ',' if not loop.last }}
        {%- endfor %}
    )
    {%- endset -%}
    {{ let('stated_properties', properties, found) }}
{%- endmacro %}

{#- a product of decimals and no quotient, which an engine makes a double -#}
{% macro _decimal_of(text, factor) -%}
    case
        when {{ numeric_value(text) }} is not null
            then
            {%- if factor == '1' %} try_cast({{ text }} as decimal(18, 6))
            {%- else %} cast(
                cast(try_cast({{ text }} as decimal(18, 6)) as decimal(24, 6))
                * cast({{ factor }} as decimal(3, 2)) as decimal(18, 6)
            )
            {%- endif %}
    end
{%- endmacro %}
