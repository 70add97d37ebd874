{#- A field of a tracker's event as JSON text: of its members that stand at the top, in the order of
    tracker_spellings, the first that is neither null nor an empty text. `conditions` maps the
    name of a member to when it may be taken. -#}
{% macro tracker_json(field, conditions={}) -%}
    {%- set names = [] -%}
    {%- for path in tracker_spellings()[field] if '.' not in path -%}
        {%- do names.append(path) -%}
    {%- endfor -%}
    {%- set own = tracker_members('own') -%}
    case
        {%- for name in names %}
        {%- set value = ('fields.' if name in own else 'flat.') ~ name %}
        when cast({{ value }} as {{ dbt.type_string() }}) not in ('null', '""')
            {%- if name in conditions %}
            and {{ conditions[name] }}
            {%- endif %}
            then {{ value }}
        {%- endfor %}
    end
{%- endmacro %}
