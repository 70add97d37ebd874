{#- Whether a changes table was rebuilt in this step and not changed since. -#}
{% macro holds_all_history(id, nodes, builds, step) %}
    {{ return(id in builds and is_there(nodes[id]) and builds[id].rebuilt == builds[id].run
        and (builds[id].step == step or not nodes[id].follows_landing)) }}
{% endmacro %}
