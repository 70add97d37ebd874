{#- Names of the kept tables that the run rebuilt from all history, by the reason, in words. -#}
{% macro rebuilt_tables(results) %}
    {%- set rebuilt = {} -%}
    {%- if flags.WHICH in ('run', 'build', 'retry') -%}
        {%- set reasons = {} -%}
        {%- for row in run_query(
            "select node, reason from runs.plan where mode = 'rebuild'").rows -%}
            {%- do reasons.update({row[0]: row[1]}) -%}
        {%- endfor -%}
        {%- for result in results if result.node.unique_id in reasons
            and result.status | string == 'success'
            and result.node.config.materialized == 'incremental' -%}
            {%- do rebuilt.setdefault(reasons[result.node.unique_id], []).append(
                result.node.name) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(rebuilt) }}
{% endmacro %}
