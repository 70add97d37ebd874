{#- The struct of json_fields from the members of a marked object (spark_json_members): nested
    objects are marked already. -#}
{% macro spark_json_struct(members, fields) -%}
    named_struct(
        {%- for name, kind in fields.items() %}
        {%- set member = members ~ "['\\uFFFF" ~ name ~ "']" %}
        '{{ name }}',
        {%- if kind is mapping %}
        {{ spark_json_struct(spark_json_members(member, is_marked=true), kind) }}
        {%- elif kind == 'json' %}
        {{ spark_json_text(member) }}
        {%- else %}
        {{ spark_json_plain(member) }}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
{%- endmacro %}
