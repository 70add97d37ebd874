{#- The rows of runs.plan for the models and seeds `selected`: see plan_run. `planned` are those whose
    rebuilds are planned for, too. Stops a run that is to be refused. -#}
{% macro plan_rows(nodes, selected, planned) %}
    {%- set builds = last_builds() -%}
    {%- set landing = nodes.values() | selectattr('name', 'equalto', 'landing_files')
        | map(attribute='id') | first -%}
    {%- set last_step = builds[landing].step if landing in builds else 0 -%}
    {%- set can_read = landing in selected and landing in builds and is_there(nodes[landing]) -%}
    {%- set has_news = can_read and count_changed_files() > 0 -%}
    {%- set fingerprints = fingerprints_of(nodes, builds, selected, planned) -%}
    {%- set reasons = rebuild_reasons(
        nodes, builds, selected, planned, fingerprints, last_step + (1 if has_news else 0)) -%}
    {%- set step = last_step + (1 if has_news or landing in reasons else 0) -%}
    {%- if can_read and landing in reasons -%}
        {%- do refuse_lost_files(nodes, reasons[landing]) -%}
    {%- endif -%}
    {%- set modes = {} -%}
    {%- for id in selected -%}
        {%- do modes.update(
            {id: mode_of(id, nodes, builds, modes, reasons, fingerprints, step)}) -%}
    {%- endfor -%}
    {%- do refuse_stale_parents(nodes, builds, modes, reasons, step) -%}

    {%- set run = (builds.values() | map(attribute='run') | max if builds else 0) + 1 -%}
    {%- set rows = [] -%}
    {%- for id in selected -%}
        {#- made once more by the same of the same, it is what it was -#}
        {%- set node, build = nodes[id], builds.get(id) -%}
        {%- set is_same = build is not none and not node.follows_landing
            and node.kind in ('seed', 'whole') and build.all == fingerprints[id].all
            and build.project == fingerprints[id].project -%}
        {%- do rows.append({
            'node': id,
            'mode': modes[id],
            'reason': reasons.get(id, ''),
            'step': step if node.follows_landing else 0,
            'run': run,
            'rebuilt': build.rebuilt if is_same
                else run if modes[id] == 'rebuild'
                else builds[id].rebuilt if id in builds else 0,
            'own': fingerprints[id].own,
            'project': fingerprints[id].project,
            'lineage': fingerprints[id].all
        }) -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}
