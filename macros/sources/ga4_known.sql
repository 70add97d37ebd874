{#- A text of Google Analytics, or null where it is empty or a word by which Google says that there is
    nothing. -#}
{% macro ga4_known(text) -%}
    case when {{ text }} not in ({{ quoted_list(ga4_words_for_none()) }}) then {{ text }} end
{%- endmacro %}
