{#- The named members of a JSON object in one pass, as a struct: `fields` maps a name to
    'json' (JSON text as it stands, see json_kind and json_scalar), 'text' (a scalar as text) or
    to a nested mapping. Absent members, and members that are no object where one is asked
    for, are null. `document` must be valid JSON: one parse is several times cheaper than an
    extraction per field. -#}
{% macro json_fields(document, fields) -%}
    {{ adapter.dispatch('json_fields')(document, fields) }}
{%- endmacro %}

{% macro default__json_fields(document, fields) -%}
    {{ no_dialect('json_fields') }}
{%- endmacro %}

{% macro duckdb__json_fields(document, fields) -%}
    from_json({{ document }}, '{{ tojson(fields) | replace('"json"', '"JSON"') | replace('"text"', '"VARCHAR"') }}')
{%- endmacro %}

{% macro spark__json_fields(document, fields) -%}
    {{ spark_json_struct('members', spark_json_members(document), fields) }}
{%- endmacro %}
