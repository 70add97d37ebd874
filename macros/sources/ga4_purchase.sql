{#- What is bought, which stands beside the parameters of a Google Analytics event, as a JSON object
    (text): the array `items` (text) and the record `ecommerce` (JSON); null where there are none. -#}
{% macro ga4_purchase(items, ecommerce) -%}
    '{' || nullif(concat_ws(
        ',',
        case when {{ items }} <> '[]' then '"items":' || {{ items }} end,
        case
            when {{ json_kind(ecommerce) }} = 'object'
                then '"ecommerce":' || cast({{ ecommerce }} as {{ dbt.type_string() }})
        end
    ), '') || '}'
{%- endmacro %}
