{#- An expression with a value in it that is worked out once: `body` calls it `name`, a word that
    stands nowhere else. -#}
{% macro let(name, value, body) -%}
    {{ adapter.dispatch('let')(name, value, body) }}
{%- endmacro %}

{% macro default__let(name, value, body) -%}
    {{ no_dialect('let') }}
{%- endmacro %}

{#- the engine itself works out once what stands in several places -#}
{% macro duckdb__let(name, value, body) -%}
    {{ body | replace(name, '(' ~ value ~ ')') }}
{%- endmacro %}

{% macro spark__let(name, value, body) -%}
    {{ spark_let(name, value, body) }}
{%- endmacro %}
