{#- How each model and seed was last built, by unique id: the step it reached, the number of the
    run, of the last run that rebuilt it from all history, and its fingerprints. Without what no
    command has built. -#}
{% macro last_builds() %}
    {%- set builds = {} -%}
    {%- if adapter.get_relation(target.database, 'runs', 'builds') is not none -%}
        {#- one column: dbt guesses a type for each, from its values -#}
        {%- for line in run_query("select node || ' ' || step || ' ' || run || ' ' || rebuilt || ' '"
            ~ " || own || ' ' || project || ' ' || lineage from runs.builds order by run"
            ).columns[0].values() -%}
            {%- set row = line.split(' ') -%}
            {%- do builds.update({row[0]: {
                'step': row[1] | int, 'run': row[2] | int, 'rebuilt': row[3] | int,
                'own': row[4], 'project': row[5], 'all': row[6]}}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(builds) }}
{% endmacro %}
