{#- A field of an access log as it was before the server escaped it: the characters that stand in for an
    escaped quote (28) and backslash (29), and nginx's `\x22`. Bytes that the server wrote as `\xhh` stay
    so. -#}
{% macro web_log_text(field) -%}
    replace(
        replace(replace({{ field }}, chr(92) || 'x22', '"'), chr(28), '"'), chr(29), chr(92)
    )
{%- endmacro %}
