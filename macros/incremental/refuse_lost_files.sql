{#- Stops a run that would rebuild from the landing zone, because of `reason`, while files that were
    read before are gone, or, unless --full-refresh asks for it, have shrunk: their rows would be
    lost. For plan_run, before anything is written and only where landing_files is there and is
    to be rebuilt. --full-refresh with var('accept_missing_files') gives the rows up. -#}
{% macro refuse_lost_files(nodes, reason) %}
    {#- a landing zone can have been listed before any row of it was read: then none can be lost.
        A table that was built and is not there any more tells nothing -#}
    {%- set known = namespace(rows='(select cast(0 as bigint) as row_id where false) as none_read',
        are_counted=false) -%}
    {%- for id, node in nodes.items() if node.name == 'int_events__read' -%}
        {%- if is_there(node) -%}
            {%- set known.rows = '(select row_id from ' ~ as_kept(node.name) ~ ' union all'
                ~ ' select row_id from ' ~ as_kept('landing_records') ~ ') as read_rows' -%}
        {%- endif -%}
        {%- set known.are_counted = is_there(node) or id not in last_builds() -%}
    {%- endfor -%}
    {%- set kept_rows = '(select ' ~ file_number('row_id') ~ ' as file_number,'
        ~ ' count(*) as rows_read from ' ~ known.rows
        ~ ' group by ' ~ file_number('row_id') ~ ') as kept_rows' -%}
    {#- warehouse tables are counted in rows -#}
    {%- set shrunk = 'false' if flags.FULL_REFRESH else 'listed.bytes < '
        ~ ('kept_rows.rows_read' if var('raw_schema') else 'known.bytes') -%}
    {#- what has no size was no file: a folder that was not looked into then -#}
    {%- set lost = run_query(
        'select known.file, listed.file is null as is_gone,'
        ~ ' coalesce(kept_rows.rows_read, 0) as rows_read from ' ~ as_kept('landing_files')
        ~ ' as known left join ' ~ source('landing', 'files') ~ ' as listed'
        ~ ' on known.table_name = listed.table_name and known.file = listed.file left join '
        ~ kept_rows ~ ' on known.file_number = kept_rows.file_number'
        ~ " where split_part(known.table_name, '/', 1) in (" ~ quoted_list(var('sources'))
        ~ ') and (listed.file is null and known.bytes is not null or ' ~ shrunk ~ ')'
        ~ (' and kept_rows.rows_read > 0' if known.are_counted else '')
        ~ ' order by known.file').rows -%}
    {%- if lost -%}
        {%- set told = [] -%}
        {%- for is_gone in (true, false) -%}
            {%- set files = [] -%}
            {%- for row in lost if row[1] == is_gone -%}{%- do files.append(row[0]) -%}{%- endfor -%}
            {%- if files -%}
                {%- do told.append(files | length ~ (' file that was read before is ' if
                    files | length == 1 else ' files that were read before are ')
                    ~ ('gone: ' if is_gone else 'smaller now: ') ~ files[:5] | join(', ')
                    ~ (' and ' ~ (files | length - 5) ~ ' more' if files | length > 5 else '')) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set rows = '{:,} rows were read from there'.format(
            lost | map(attribute=2) | sum) -%}
        {%- if flags.FULL_REFRESH and var('accept_missing_files') -%}
            {%- do exceptions.warn(told | join('; ') ~ '. ' ~ rows ~ ', and are given up.') -%}
        {%- else -%}
            {{ exceptions.raise_compiler_error(
                told | join('; ') ~ '. ' ~ rows ~ ', and this run would lose them: it reads the'
                ~ ' landing zone again, because ' ~ reason ~ '. Nothing was changed. Put the files'
                ~ ' back, or undo the change. To give the rows up: dbt build --full-refresh'
                ~ " --vars 'accept_missing_files: true'") }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
