{#- The struct of json_fields from the members of a marked object (spark_json_members), which are
    read once and called `name`; nested objects are marked already. -#}
{% macro spark_json_struct(name, members, fields) -%}
    {%- set struct -%}
    named_struct(
        {%- for field, kind in fields.items() %}
        {%- set member = name ~ "['\\uFFFF" ~ field ~ "']" %}
        '{{ field }}',
        {%- if kind is mapping %}
        {{ spark_json_struct(
            name ~ '_' ~ field, spark_json_members(member, is_marked=true), kind) }}
        {%- elif kind == 'json' %}
        {{ spark_let('value', member, spark_json_text('value')) }}
        {%- else %}
        {{ spark_let('value', member, spark_json_plain('value')) }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
    {%- endset -%}
    {{ spark_let(name, members, struct) }}
{%- endmacro %}
