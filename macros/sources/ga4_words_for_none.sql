{#- What Google Analytics writes where it has nothing to say. -#}
{% macro ga4_words_for_none() %}
    {{ return(['', '(not set)', '(none)', '(direct)', '<Other>']) }}
{% endmacro %}
