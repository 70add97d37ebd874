{#- Whether a changes table was rebuilt in this step and not changed since. -#}
{% macro holds_all_history(id, nodes, builds, step) %}
    {{ return(nodes[id].exists and id in builds and builds[id].rebuilt == builds[id].run
        and (builds[id].step == step or not nodes[id].follows_landing)) }}
{% endmacro %}
