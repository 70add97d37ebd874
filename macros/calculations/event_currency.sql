{#- The currency that an event's properties (JSON object as text) state: three letters, in capitals;
    null where they state none. -#}
{% macro event_currency(properties) -%}
    {%- set found -%}
    coalesce(
        {%- for path in ['currency', 'tr_currency', 'transaction.currency', 'refund.currency'] %}
        {{ let('stated_text', json_inner('stated_properties', path),
            _currency_of('stated_text')) }}{{ ',' if not loop.last }}
        {%- endfor %}
    )
    {%- endset -%}
    {{ let('stated_properties', properties, found) }}
{%- endmacro %}

{% macro _currency_of(text) -%}
    case
        when {{ regexp_contains(trimmed(text), "'^[A-Za-z]{3}$'") }}
            then upper({{ trimmed(text) }})
    end
{%- endmacro %}
