{#- The regular expression of a number as JSON writes it. -#}
{% macro ga4_number() %}
    {{ return('-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?') }}
{% endmacro %}
