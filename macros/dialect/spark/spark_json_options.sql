{#- How Spark is told to read JSON: as RFC 8259 has it, and no string is too long to be read (a
    number of more than 1,000 digits, a nesting deeper than 1,000 levels and a name longer than
    50,000 characters are). -#}
{% macro spark_json_options() -%}
    map(
        'allowSingleQuotes', 'false', 'allowNonNumericNumbers', 'false',
        'maxStringLen', '2147483647'
    )
{%- endmacro %}
