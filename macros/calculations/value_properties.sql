{#- Properties that state what an event is worth, the first that does so first, each with the
    factor that makes major units of it. A point leads into an object. -#}
{% macro value_properties() -%}
    {{ return({
        'value': '1', 'revenue': '1', 'total': '1', 'amount': '1',
        'value_cents': '0.01', 'revenue_cents': '0.01', 'total_cents': '0.01',
        'amount_cents': '0.01',
        'tr_total': '1', 'transaction.revenue': '1', 'refund.refund_amount': '1',
    }) }}
{%- endmacro %}
