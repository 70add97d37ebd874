{#- The first text that a tracker's event has in its context; null where none is read. -#}
{% macro tracker_context() -%}
    {%- set paths = [] -%}
    {%- for path in tracker_spellings().values() | sum(start=[]) -%}
        {%- if path.startswith('context.') and path != 'context.traits' -%}
            {%- do paths.append(path) -%}
        {%- endif -%}
    {%- endfor -%}
    coalesce({{ paths | join(', ') }})
{%- endmacro %}
