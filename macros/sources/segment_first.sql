{#- Of members of a call (segment_members), the first that says something, as JSON text: neither null nor
    an empty text. -#}
{% macro segment_first(names) -%}
    case
        {%- for name in names %}
        when cast(fields.{{ name }} as {{ dbt.type_string() }}) not in ('null', '""')
            then fields.{{ name }}
        {%- endfor %}
    end
{%- endmacro %}
