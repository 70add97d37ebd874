{#- Makes one row of every whole number from 0 to `last`, both included, beside the other
    columns of its select list; no row when `last` is null or negative. A column of its own, no part
    of an expression. -#}
{% macro each_number_to(last) -%}
    {{ adapter.dispatch('each_number_to')(last) }}
{%- endmacro %}

{% macro default__each_number_to(last) -%}
    {{ no_dialect('each_number_to') }}
{%- endmacro %}

{% macro duckdb__each_number_to(last) -%}
    unnest(generate_series(0, {{ last }}))
{%- endmacro %}

{% macro spark__each_number_to(last) -%}
    {#- without the guard, a sequence to a negative number counts down -#}
    explode(case when {{ last }} >= 0 then sequence(0, {{ last }}) end)
{%- endmacro %}
