{#- What a yes-or-no cell of a definition says: true for `true`, `t`, `yes` and `1` in any case;
    false for everything else, blank among it. -#}
{% macro is_true(text) -%}
    coalesce(lower({{ text }}) in ('true', 't', 'yes', '1'), false)
{%- endmacro %}
