{#- Stops a run where a kept model asks for a way of dbt's to add rows that its materialization, which
    is the project's own, does not have, or replaces rows by keys that nothing lists. For plan_run,
    before anything is written. -#}
{% macro refuse_strategies() %}
    {%- for node in project_nodes().values() if node.config.materialized == 'incremental' -%}
        {%- set strategy = node.config.get('incremental_strategy') -%}
        {%- if strategy not in ('replace', 'append') or node.config.get('unique_key')
            or (strategy == 'replace' and not (node.config.meta or {}).get('replaces')) -%}
            {{ exceptions.raise_compiler_error(
                node.original_file_path ~ ": a kept model has incremental_strategy='append', or"
                ~ " 'replace' with meta={'replaces': {'keys': […], 'listed_in': '<model>'}}, and no"
                ~ " unique_key (CONTRIBUTING, \"Incremental models\"); here is "
                ~ ("unique_key='" ~ node.config.unique_key ~ "'" if node.config.get('unique_key')
                else "incremental_strategy='" ~ strategy ~ "'"
                ~ (' without meta.replaces' if strategy == 'replace' else ''))
                ~ '. Nothing was changed.') }}
        {%- endif -%}
        {%- set rule = (node.config.meta or {}).get('replaces') -%}
        {%- for listed in project_nodes().values()
            if rule and listed.name == rule['listed_in'] and listed.columns -%}
            {%- set missing = rule['keys'] | reject('in', listed.columns) | list -%}
            {%- if missing -%}
                {{ exceptions.raise_compiler_error(
                    node.original_file_path ~ ": meta.replaces has the keys '"
                    ~ rule['keys'] | join("', '") ~ "', and " ~ listed.name ~ " no column '"
                    ~ missing | join("', '") ~ "'. Take keys that both have (CONTRIBUTING,"
                    ~ ' "Incremental models"). Nothing was changed.') }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
