{#- Stops a run whose models would read tables that are missing, that have not reached the step, or
    that hold only what the last step touched where all history is asked for. Before anything is
    written: a run that is refused leaves no trace. -#}
{% macro refuse_stale_parents(nodes, builds, modes, reasons, step) %}
    {%- set refused = [] -%}
    {%- for id, mode in modes.items() if mode != 'current' -%}
        {%- set node = nodes[id] -%}
        {%- for parent in node.parents if parent not in modes -%}
            {%- set found, build = nodes[parent], builds.get(parent) -%}
            {%- set advice = ': run `dbt build`, or select +' ~ node.name -%}
            {%- if not is_there(found) or build is none -%}
                {%- do refused.append(node.name ~ ' reads ' ~ found.name
                    ~ ', which is not built yet' ~ advice) -%}
            {%- elif found.follows_landing and build.step != step -%}
                {%- do refused.append(node.name ~ ' reads ' ~ found.name
                    ~ ', which has not taken in the last load' ~ advice) -%}
            {%- elif id in reasons and found.kind == 'changes' and not node.is_alone
                and node.kind in ('kept', 'changes')
                and not holds_all_history(parent, nodes, builds, step) -%}
                {%- do refused.append(node.name ~ ' must be rebuilt from all history, since '
                    ~ reasons[id] ~ ', and ' ~ found.name ~ ' holds only what the last load'
                    ~ ' touched' ~ advice) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if refused -%}
        {{ exceptions.raise_compiler_error('Nothing was done. ' ~ refused[0]
            ~ (' (and ' ~ (refused | length - 1) ~ ' more like this)' if refused | length > 1
            else '') ~ '.') }}
    {%- endif -%}
{% endmacro %}
