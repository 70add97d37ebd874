{#- An expression with a value in it that is worked out once: `body` names it `name`, a word that
    nothing around it uses. -#}
{% macro spark_let(name, value, body) -%}
    transform(array({{ value }}), {{ name }} -> {{ body }})[0]
{%- endmacro %}
