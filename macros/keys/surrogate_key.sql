{#- A text key from columns: the md5 of their texts, kept apart by a control character that no
    identifier holds, so that ('a', 'bc') and ('ab', 'c') differ; null differs from empty. -#}
{% macro surrogate_key(columns) -%}
    md5(
        {%- for column in columns %}
        coalesce(cast({{ column }} as {{ dbt.type_string() }}), chr(30))
        {%- if not loop.last %} || chr(31) ||{% endif %}
        {%- endfor %}
    )
{%- endmacro %}
