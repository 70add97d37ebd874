{#- What a group of a regular expression (known when the project compiles) matches in a text; empty where
    nothing does. -#}
{% macro web_log_part(text, pattern, group=1) -%}
    regexp_extract({{ text }}, {{ text_literal(pattern) }}, {{ group }})
{%- endmacro %}
