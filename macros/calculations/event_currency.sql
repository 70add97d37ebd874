{#- The currency that an event's properties (JSON object as text) state: three letters, in capitals;
    null where they state none. -#}
{% macro event_currency(properties) -%}
    coalesce(
        {%- for path in ['currency', 'tr_currency', 'transaction.currency', 'refund.currency'] %}
        {{ _currency_of(_inner_member(properties, path)) }}{{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{% macro _currency_of(text) -%}
    case
        when {{ regexp_contains(trimmed(text), "'^[A-Za-z]{3}$'") }}
            then upper({{ trimmed(text) }})
    end
{%- endmacro %}
