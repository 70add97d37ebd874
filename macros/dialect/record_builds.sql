{#- Notes, at the end of a run, how it built the models and seeds `built` (unique ids), and that
    what failed of those in `torn` cannot be trusted. Returns nothing. -#}
{% macro record_builds(built, torn) %}
    {{ return(adapter.dispatch('record_builds')(built, torn)) }}
{% endmacro %}

{% macro default__record_builds(built, torn) %}
    {{ no_dialect('record_builds') }}
{% endmacro %}

{#- record_build did, model by model; what failed was rolled back -#}
{% macro duckdb__record_builds(built, torn) %}
    {{ return('') }}
{% endmacro %}

{% macro spark__record_builds(built, torn) %}
    {%- if built -%}
        {% do run_query('insert into runs.builds select node, step, run, rebuilt, own, project,'
            ~ " lineage from runs.plan where mode <> 'current' and node in ("
            ~ quoted_list(built) ~ ')') %}
    {%- endif -%}
    {%- if torn -%}
        {% do run_query("insert into runs.builds select node, 0, run, rebuilt, '', '', ''"
            ~ ' from runs.plan where node in (' ~ quoted_list(torn) ~ ')') %}
    {%- endif -%}
    {% do run_query('drop table if exists runs.unfinished') %}
    {{ return('') }}
{% endmacro %}
