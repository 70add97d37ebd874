{#- The rows of a plan as a query. -#}
{% macro plan_query(rows) %}
    {%- set values = [] -%}
    {%- for row in rows -%}
        {%- set reason = row.reason | replace("'", '') -%}
        {%- do values.append("('" ~ row.node ~ "', '" ~ row.mode ~ "', '" ~ reason ~ "', "
            ~ row.step ~ ', ' ~ row.run ~ ', ' ~ row.rebuilt ~ ", '" ~ row.own ~ "', '"
            ~ row.project ~ "', '" ~ row.lineage ~ "')") -%}
    {%- endfor -%}
    {{ return('select node, mode, reason, cast(step as bigint) as step,'
        ~ ' cast(run as bigint) as run, cast(rebuilt as bigint) as rebuilt, own, project, lineage'
        ~ ' from (values ' ~ values | join(', ')
        ~ ') as plan (node, mode, reason, step, run, rebuilt, own, project, lineage)') }}
{% endmacro %}
