{#- Whether an earlier run died in its midst and may have left tables with a part of their rows. -#}
{% macro was_cut_short() %}
    {{ return(adapter.dispatch('was_cut_short')()) }}
{% endmacro %}

{% macro default__was_cut_short() %}
    {{ no_dialect('was_cut_short') }}
{% endmacro %}

{% macro duckdb__was_cut_short() %}
    {{ return(false) }}
{% endmacro %}

{% macro spark__was_cut_short() %}
    {%- if adapter.get_relation(target.database, 'runs', 'unfinished') is none -%}
        {{ return(false) }}
    {%- endif -%}
    {{ return(run_query('select count(*) from runs.unfinished').rows[0][0] > 0) }}
{% endmacro %}
