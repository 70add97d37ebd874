{#- Why kept and changes tables must be rebuilt from all history, by unique id, in words; what is
    not named can take the step. `step` is the step that the run leads to. -#}
{% macro rebuild_reasons(nodes, builds, selected, planned, fingerprints, step) %}
    {%- set reasons = {} -%}
    {%- set is_torn = was_cut_short() -%}
    {%- set changed = _what_changed(nodes, builds, fingerprints, planned) -%}
    {%- for id in planned if nodes[id].kind in ('kept', 'changes') -%}
        {%- set node, build = nodes[id], builds.get(id) -%}
        {%- set late = [] -%}
        {%- if build is not none and node.follows_landing and build.step < step - 1 -%}
            {%- do late.append(node.name) -%}
        {%- elif build is not none and build.step == step - 1 -%}
            {%- for back in node.reads_back
                if back not in builds or builds[back].step < step - 1 -%}
                {%- do late.append(nodes[back].name) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- set rebuilt = [] -%}
        {%- for parent in node.parents if build is not none and parent in builds
            and nodes[parent].kind in ('kept', 'changes')
            and builds[parent].rebuilt > build.run -%}
            {%- do rebuilt.append(nodes[parent].name) -%}
        {%- endfor -%}
        {%- if build is none or not is_there(node) -%}
            {%- do reasons.update({id: 'there is no earlier build'}) -%}
        {%- elif is_torn -%}
            {%- do reasons.update({id: 'an earlier run did not come to its end'}) -%}
        {%- elif flags.FULL_REFRESH and id in selected -%}
            {%- do reasons.update({id: '--full-refresh asks for it'}) -%}
        {%- elif build.all != fingerprints[id].all -%}
            {%- do reasons.update({id: changed}) -%}
        {%- elif late -%}
            {%- do reasons.update({id: late[0] ~ ' was left out of an earlier run'}) -%}
        {%- elif rebuilt -%}
            {%- do reasons.update({id: rebuilt[0] ~ ' was rebuilt'}) -%}
        {%- endif -%}
    {%- endfor -%}

    {#- downwards: what reads rebuilt rows is rebuilt. Upwards: what rebuilt rows are made from
        must hold all history -#}
    {%- set state = namespace(is_stable=false) -%}
    {%- for round in planned if not state.is_stable -%}
        {%- set state.is_stable = true -%}
        {%- for id in planned if nodes[id].kind != 'seed' -%}
            {%- set node = nodes[id] -%}
            {%- for parent in node.parents + node.reads_back
                if parent in reasons and id not in reasons -%}
                {%- do reasons.update({id: reasons[parent]}) -%}
                {%- set state.is_stable = false -%}
            {%- endfor -%}
            {%- if id in reasons and not node.is_alone and node.kind in ('kept', 'changes') -%}
                {%- for parent in node.parents if parent not in reasons and parent in planned
                    and nodes[parent].kind == 'changes'
                    and not holds_all_history(parent, nodes, builds, step) -%}
                    {%- do reasons.update({parent: reasons[id]}) -%}
                    {%- set state.is_stable = false -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(reasons) }}
{% endmacro %}


{#- In words: which files, variables or code changed since the tables were built. -#}
{% macro _what_changed(nodes, builds, fingerprints, planned) %}
    {%- set changed = [] -%}
    {%- set state = namespace(is_code=false) -%}
    {%- for id in planned if id in builds -%}
        {%- if builds[id].own != fingerprints[id].own -%}
            {%- do changed.append(
                nodes[id].name ~ ('.csv' if nodes[id].kind == 'seed' else '.sql')) -%}
        {%- elif builds[id].project != fingerprints[id].project
            and nodes[id].kind in ('kept', 'changes') -%}
            {%- set state.is_code = true -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if state.is_code -%}
        {%- do changed.append('variables, macros or plugins') -%}
    {%- endif -%}
    {{ return((some_of(changed) if changed else 'what it reads') ~ ' changed') }}
{% endmacro %}
