{#- The models and seeds of the project by unique id, parents first. Of each: name, kind (`seed`,
    `kept`, `changes` or `whole`, see plan_run), relation (database, schema, identifier), parents
    and reads_back (unique ids), whether its rows follow the landing files, and what its own
    fingerprint is made of. Ephemeral models are part of those that read them. -#}
{% macro nodes_in_order() %}
    {%- if 'facts' in run_notes() -%}{{ return(run_notes().facts) }}{%- endif -%}
    {%- set waiting = {} -%}
    {%- set by_name = {} -%}
    {%- set definitions = [] -%}
    {%- for node in project_nodes().values() if node.resource_type in ('model', 'seed') -%}
        {%- do waiting.update({node.unique_id: node}) -%}
        {%- do by_name.update({node.name: node.unique_id}) -%}
        {%- if node.resource_type == 'seed' and is_definition(node) -%}
            {%- do definitions.append(node.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set ordered = {} -%}
    {%- set read_through = {} -%}
    {%- for round in range(waiting | length) if waiting -%}
        {%- for id, node in waiting.items() | list -%}
            {%- set parents, waits = [], [] -%}
            {#- definition_names reads the files of all definitions -#}
            {%- set reads = node.depends_on.nodes | default([]) + (definitions
                if 'macro.footpath.definition_names' in node.depends_on.macros else []) -%}
            {%- for parent in reads -%}
                {%- if parent in waiting -%}
                    {%- do waits.append(parent) -%}
                {%- elif parent in read_through -%}
                    {%- do parents.extend(read_through[parent]) -%}
                {%- elif parent in ordered -%}
                    {%- do parents.append(parent) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- if not waits -%}
                {%- do waiting.pop(id) -%}
                {%- if node.config.materialized == 'ephemeral' -%}
                    {%- do read_through.update({id: parents}) -%}
                {%- else -%}
                    {%- do ordered.update(
                        {id: _facts_of_node(node, parents | unique | list, ordered, by_name)}) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do run_notes().update({'facts': ordered}) -%}
    {{ return(ordered) }}
{% endmacro %}

{% macro _facts_of_node(node, parents, ordered, by_name) %}
    {%- set meta = node.config.meta or {} -%}
    {#- a view of changes shows changes; the registry of files lists them all -#}
    {%- set shown = [] -%}
    {%- for parent in parents if node.config.materialized == 'view' -%}
        {%- if ordered[parent].name != 'landing_files' -%}
            {%- do shown.append(ordered[parent].kind) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if node.resource_type == 'seed' -%}
        {%- set kind = 'seed' -%}
    {%- elif node.config.materialized == 'incremental' -%}
        {%- set kind = 'kept' -%}
    {%- elif meta.get('holds') == 'changes' or 'changes' in shown -%}
        {%- set kind = 'changes' -%}
    {%- else -%}
        {%- set kind = 'whole' -%}
    {%- endif -%}
    {%- set read_back = [] -%}
    {%- for name in modules.re.findall("as_kept\\('(\\w+)'\\)", node.raw_code or '') | unique -%}
        {%- do read_back.append(by_name[name]) -%}
    {%- endfor -%}
    {%- set state = namespace(follows=node.name == 'landing_files') -%}
    {%- for parent in parents if ordered[parent].follows_landing -%}
        {%- set state.follows = true -%}
    {%- endfor -%}
    {#- what is declared beside the file and changes its table -#}
    {%- set columns = [] -%}
    {%- for column in node.columns.values() -%}
        {%- do columns.append([column.name, column.data_type,
            column.meta if kind == 'seed' else none]) -%}
    {%- endfor -%}
    {%- set declared = [node.checksum.checksum, node.config.materialized,
        node.config.get('column_types'), meta, columns] -%}
    {{ return({
        'id': node.unique_id,
        'name': node.name,
        'kind': kind,
        'relation': [node.database, node.schema, node.alias or node.name],
        'parents': parents,
        'reads_back': read_back,
        'is_alone': meta.get('rebuilds') == 'alone'
            or 'macro.footpath.in_this_load' in node.depends_on.macros
            or 'macro.footpath.only_listed' in node.depends_on.macros,
        'follows_landing': state.follows,
        'own': local_md5(tojson(declared, sort_keys=true))
    }) }}
{% endmacro %}
