{#- The struct of json_fields from the members of a marked object (spark_json_members), which are
    read once and called `name`; nested objects are marked already. What all texts are made by is
    written once for all of them: it is long, and Spark plans an expression for as long. -#}
{% macro spark_json_struct(name, members, fields) -%}
    {%- set values, kinds = {'json': [], 'text': []}, [] -%}
    {%- for field, kind in fields.items() if kind is not mapping -%}
        {%- do values[kind].append(name ~ "['\\uFFFF" ~ field ~ "']") -%}
    {%- endfor -%}
    {%- for kind in values if values[kind] -%}
        {%- set text = spark_json_text('value') if kind == 'json' else spark_json_plain('value') -%}
        {%- do kinds.append(
            "'" ~ kind ~ "', transform(array(" ~ values[kind] | join(', ') ~ '), value -> ' ~ text ~ ')'
        ) -%}
    {%- endfor -%}
    {%- set read = name ~ '_read' -%}
    {%- set place = {'json': 0, 'text': 0} -%}
    {%- set struct -%}
    named_struct(
        {%- for field, kind in fields.items() %}
        '{{ field }}',
        {%- if kind is mapping %}
        {{ spark_json_struct(
            name ~ '_' ~ field,
            spark_json_members(name ~ "['\\uFFFF" ~ field ~ "']", is_marked=true), kind
        ) }}
        {%- else %}
        {{ read }}.{{ kind }}[{{ place[kind] }}]
        {%- do place.update({kind: place[kind] + 1}) %}
        {%- endif %}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    )
    {%- endset -%}
    {{ spark_let(
        name, members,
        spark_let(read, 'named_struct(' ~ kinds | join(', ') ~ ')', struct) if kinds else struct
    ) }}
{%- endmacro %}
