{#- How a selected model or seed is brought up to date: `current`, `increment` or `rebuild` (see
    plan_run). `modes` has those of its selected parents. -#}
{% macro mode_of(id, nodes, builds, modes, reasons, fingerprints, step) %}
    {%- set node, build = nodes[id], builds.get(id) -%}
    {%- if node.kind in ('kept', 'changes') -%}
        {%- if id in reasons -%}
            {{ return('rebuild') }}
        {%- elif build.step == step or not node.follows_landing -%}
            {{ return('current') }}
        {%- endif -%}
        {{ return('increment') }}
    {%- endif -%}
    {%- if build is none or not is_there(node) or flags.FULL_REFRESH
        or build.all != fingerprints[id].all or build.project != fingerprints[id].project
        or (node.follows_landing and build.step != step) -%}
        {{ return('rebuild') }}
    {%- endif -%}
    {%- for parent in node.parents -%}
        {%- if modes.get(parent, 'current') != 'current'
            or (parent in builds and changed_in(parent, nodes, builds) > build.run) -%}
            {{ return('rebuild') }}
        {%- endif -%}
    {%- endfor -%}
    {{ return('current') }}
{% endmacro %}
