{#- Whether a text is one of our types of device, in any case. -#}
{% macro is_device_type(text) -%}
    (lower({{ text }}) in ('desktop', 'mobile', 'tablet', 'tv', 'console', 'wearable'))
{%- endmacro %}
