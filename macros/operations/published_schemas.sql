{#- The schemas whose tables readers are given. -#}
{% macro published_schemas() %}
    {{ return(['core', 'marts', 'quality', 'privacy']) }}
{% endmacro %}
