{#- Ends a run with a few lines: files and rows read by source, the earliest day that late rows
    touch, what nothing reads, events that a definition newly quarantines, what was rebuilt and
    why (`rebuilt` maps reasons to names of models) and what came of the run (`outcomes`, texts).
    Figures are those of what `results` says was built. -#}
{% macro summarize_run(results, rebuilt={}, outcomes=[]) %}
    {%- set lines, names, built = [], [], [] -%}
    {%- if flags.WHICH in ('run', 'build', 'retry') -%}
        {%- for result in results if result.node.resource_type == 'model' -%}
            {%- do names.append(result.node.name) -%}
            {%- if result.status == 'success' and result.message != 'UP TO DATE' -%}
                {%- do built.append(result.node.name) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do lines.extend(_landing_lines(names, built, rebuilt)) -%}
        {%- if 'event_catalogue' in built -%}{%- do lines.extend(_quarantine_lines()) -%}{%- endif -%}
        {%- for reason, models in rebuilt.items() -%}
            {%- do lines.append('Rebuilt from all history, because ' ~ reason ~ ': '
                ~ some_of(models | sort, 5) ~ '.') -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for line in lines + outcomes -%}
        {%- do log(line, info=true) -%}
    {%- endfor -%}
{% endmacro %}

{#- Of the landing zone: new files, rows by source and fate, late rows, what nothing reads. -#}
{% macro _landing_lines(names, built, rebuilt) %}
    {%- set lines = [] -%}
    {%- if 'landing_files' in names and adapter.get_relation(
        target.database, as_kept('landing_files').schema, 'landing_files') is not none -%}
        {%- set files = run_query(
            'select count(*), count(case when is_new then 1 end),'
            ~ ' min(case when is_new then file_number end),'
            ~ ' count(case when not is_present then 1 end) from ' ~ as_kept('landing_files')
            ).rows[0] -%}
        {%- set new_files = files[1] if 'landing_files' in built else 0 -%}
        {%- set again = run_query("select count(*) from runs.plan where mode = 'rebuild'"
            ~ " and reason <> 'there is no earlier build' and node like '%.landing_files'"
            ).rows[0][0] -%}
        {%- set gone = ', ' ~ _number(files[3]) ~ ' of them gone (' ~ some_of(run_query(
            'select file from ' ~ as_kept('landing_files') ~ ' where not is_present'
            ~ ' order by file_number desc').columns[0].values(), 2) ~ ')' if files[3] else '' -%}
        {%- if new_files and again -%}
            {%- do lines.append('Files: all ' ~ _number(files[0]) ~ ' read again.') -%}
        {%- elif new_files or rebuilt -%}
            {%- do lines.append('Files: ' ~ _number(new_files) ~ ' new, ' ~ _number(files[0])
                ~ ' in total' ~ gone ~ '.') -%}
        {%- elif built and run_query(
            "select count(*) from runs.plan where mode = 'increment'").rows[0][0] -%}
            {%- do lines.append('0 new files: took in the rest of a load that an earlier run began. '
                ~ _number(files[0]) ~ ' files were read before' ~ gone ~ '.') -%}
        {%- else -%}
            {%- do lines.append('0 new files: nothing to do. ' ~ _number(files[0])
                ~ ' files were read before' ~ gone ~ '.') -%}
        {%- endif -%}
        {%- if new_files and 'int_events__read' in built and 'int_events__duplicated' in built
            and 'int_record_versions' in built -%}
            {%- set lines = lines + _row_lines(files[2]) -%}
        {%- endif -%}
        {%- if not var('raw_schema') -%}
            {#- not there where the first build failed before it -#}
            {%- set ledger = as_kept('event_ledger') if 'event_ledger' in names -%}
            {%- set lines = lines + _unread_lines(ledger and adapter.get_relation(
                target.database, ledger.schema, ledger.identifier) is not none) -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(lines) }}
{% endmacro %}

{#- Rows of the files from this number on. The upper part of row_id is the file's number, and rows
    lie in the order in which they were read, so that a large table is hardly looked at. -#}
{% macro _row_lines(first_file) %}
    {%- set first_row = first_file | int * 2 ** 36 -%}
    {%- set events, excluded = as_kept('int_events__enriched'), as_kept('int_events__excluded') -%}
    {%- set found = run_query(
        "select source, 'accepted' as disposition, '' as reason, count(*) as row_count,"
        ~ ' count(case when event_date < earlier.newest_day then 1 end) as late_count,'
        ~ ' min(event_date) as first_day from ' ~ events ~ ' cross join (select max(event_date)'
        ~ ' as newest_day from ' ~ events ~ ' where row_id < ' ~ first_row ~ ') as earlier'
        ~ ' where row_id >= ' ~ first_row ~ ' group by source union all'
        ~ ' select source, disposition, reason, count(*) as row_count, 0 as late_count,'
        ~ ' cast(null as date) as first_day from ' ~ as_kept('int_record_versions')
        ~ ' where row_id >= ' ~ first_row ~ ' group by source, disposition, reason union all'
        ~ ' select source, disposition, reason, count(*) as row_count, 0 as late_count,'
        ~ ' cast(null as date) as first_day from ' ~ excluded ~ ' where row_id >= ' ~ first_row
        ~ ' group by source, disposition, reason order by row_count desc, reason').rows -%}
    {%- set lines, late, days = [], [], [] -%}
    {%- for source in found | map(attribute=0) | unique | sort -%}
        {%- set rows = {'accepted': 0, 'duplicate': 0, 'quarantined': 0, 'unread': 0} -%}
        {%- set reasons = [] -%}
        {%- for row in found if row[0] == source -%}
            {%- do rows.update({row[1]: rows[row[1]] + row[3]}) -%}
            {%- if row[1] == 'quarantined' -%}
                {%- do reasons.append(row[2] ~ ' ' ~ _number(row[3])) -%}
            {%- elif row[4] -%}
                {%- do late.append(row[4]) -%}
                {%- do days.append(row[5]) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do lines.append(source ~ ': ' ~ _number(rows.values() | sum) ~ ' rows read, '
            ~ _number(rows['accepted']) ~ ' accepted, ' ~ _number(rows['duplicate'])
            ~ ' duplicate, ' ~ _number(rows['quarantined']) ~ ' quarantined'
            ~ (' (' ~ some_of(reasons, 3) ~ ')' if reasons else '')
            ~ (', ' ~ _number(rows['unread']) ~ ' that no model reads' if rows['unread'] else '')
            ~ '.') -%}
    {%- endfor -%}
    {%- if late -%}
        {%- do lines.append('Late rows: ' ~ _number(late | sum)
            ~ ', of days that were read before; the earliest is ' ~ days | min ~ '.') -%}
    {%- endif -%}
    {{ return(lines) }}
{% endmacro %}

{#- What lies in the landing zone and is not read: places that no source reads, and, by the
    ledger, files that no reader knows, neither by what they hold nor by their ending. -#}
{% macro _unread_lines(has_ledger) %}
    {%- set places, endings, lines = [], [], [] -%}
    {%- for row in run_query(
        'select place, cast(null as bigint) as file_count from ' ~ source('landing', 'places')
        ~ ' where ' ~ is_unread_place('place')
        ~ (" union all select reason, sum(rows) from " ~ as_kept('event_ledger')
        ~ " where reason like 'unknown_ending:%' group by reason" if has_ledger else '')
        ~ ' order by place').rows -%}
        {%- if row[1] is none -%}
            {%- do places.append(row[0]) -%}
        {%- else -%}
            {%- do endings.append(row[0].split(':', 1)[1] ~ ' ' ~ _number(row[1])) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if places -%}
        {%- do lines.append('Not read, since no source that is on has such a folder: '
            ~ some_of(places, 10) ~ '. A source is named in `sources` in dbt_project.yml.') -%}
    {%- endif -%}
    {%- if endings -%}
        {%- do lines.append('Files not read, since they hold no JSON, and no CSV or Parquet: '
            ~ some_of(endings, 10) ~ '.') -%}
    {%- endif -%}
    {{ return(lines) }}
{% endmacro %}

{#- Events of which a definition quarantines more than var('quarantine_warning_share') of the rows
    that it did not before. Rows that were read since do not count. -#}
{% macro _quarantine_lines() %}
    {%- set lines = [] -%}
    {%- for row in run_query(
        'with counts as (select after.event_name, after.quarantined_count,'
        ~ ' after.accepted_count + after.quarantined_count as row_count,'
        ~ ' earlier.quarantined_count as quarantined_before,'
        ~ ' earlier.accepted_count + earlier.quarantined_count as rows_before'
        ~ ' from ' ~ as_kept('event_catalogue') ~ ' as after'
        ~ ' inner join runs.event_counts_before as earlier'
        ~ ' on after.event_name = earlier.event_name), worse as (select * from counts'
        ~ ' where quarantined_count - quarantined_before - greatest(row_count - rows_before, 0)'
        ~ ' > ' ~ var('quarantine_warning_share') ~ ' * row_count),'
        ~ ' reasons as (select event_name, reason, count(*) as reason_count from '
        ~ as_kept('int_events__excluded') ~ " where disposition = 'quarantined'"
        ~ ' and event_name in (select event_name from worse) group by event_name, reason)'
        ~ ' select event_name, quarantined_count, row_count, quarantined_before, rows_before,'
        ~ ' (select max_by(reason, reason_count) from reasons'
        ~ ' where reasons.event_name = worse.event_name) as reason'
        ~ ' from worse order by quarantined_count desc, event_name').rows -%}
        {%- do lines.append('Warning: ' ~ row[0] ~ ': ' ~ _number(row[1]) ~ ' of '
            ~ _number(row[2]) ~ ' rows are now quarantined (before: ' ~ _number(row[3])
            ~ ' of ' ~ _number(row[4]) ~ '), ' ~ row[5] ~ '.') -%}
    {%- endfor -%}
    {{ return(lines[:10] + (['Warning: ' ~ (lines | length - 10) ~ ' more events like these.']
        if lines | length > 10 else [])) }}
{% endmacro %}

{% macro _number(value) -%}
    {{ return('{:,}'.format(value | int)) }}
{%- endmacro %}
