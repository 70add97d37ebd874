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
    {{ _spark_json_struct(spark_json_members(document), fields) }}
{%- endmacro %}

{#- The struct of json_fields from the members of a marked object (spark_json_members): nested
    objects are marked already. -#}
{% macro _spark_json_struct(members, fields) -%}
    named_struct(
        {%- for name, kind in fields.items() %}
        {%- set member = members ~ "['\\uFFFF" ~ name ~ "']" %}
        '{{ name }}',
        {%- if kind is mapping %}
        {{ _spark_json_struct(spark_json_members(member, is_marked=true), kind) }}
        {%- elif kind == 'json' %}
        {{ spark_json_text(member) }}
        {%- else %}
        {{ spark_json_plain(member) }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
{%- endmacro %}
