{#- One spelling for what is the same JSON object (text, as json_without writes it): its members in
    the order of their names, at any depth, numbers by their value, no white space, as RFC 8785
    has it. A text that repeats a name within an object stays as it is; null for null. -#}
{% macro canonical_json(document) -%}
    {{ adapter.dispatch('canonical_json')(document) }}
{%- endmacro %}

{% macro default__canonical_json(document) -%}
    {{ no_dialect('canonical_json') }}
{%- endmacro %}

{% macro duckdb__canonical_json(document) -%}
    {#- plugins/canonical_json.py -#}
    canonical_json({{ document }})
{%- endmacro %}

{% macro spark__canonical_json(document) -%}
    {#- a variant keeps members in the order of their names, takes no name twice, and writes
        numbers in digits but for those with an exponent. What is larger than it holds stays. -#}
    {{ spark_let('document', document, spark_let(
        'ordered', 'to_json(try_parse_json(document))', spark_json_respelled('ordered', 'document')
    )) }}
{%- endmacro %}
