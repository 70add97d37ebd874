-- Names in definitions that no accepted event ever had, most often misspelt: one warning for all,
-- because an event may also just not have happened yet. Lines of the sample definitions as they
-- were shipped are left out.
{{ config(severity='warn') }}
{% set names = load_relation(ref('definition_names')) if execute else none %}
{% if names is not none and flags.WHICH in ('build', 'test') %}
    {% set query %}
        select file, line, column_name, name, nearest_names
        from {{ names }}
        where is_new and not is_known
        order by file, line, column_name
    {% endset %}
    {% set told = [] %}
    {% for row in run_query(query).rows %}
        {% do told.append(row[0] ~ ' line ' ~ row[1] ~ ', ' ~ row[2] ~ ": '" ~ row[3] ~ "'"
            ~ (' (' ~ row[4] ~ '?)' if row[4] else '')) %}
    {% endfor %}
    {% if told %}
        {% do exceptions.warn('Names in the definitions that never came: '
            ~ told[:10] | join('; ') ~ ('; and ' ~ (told | length - 10) ~ ' more' if told | length > 10 else '')
            ~ '. quality.definition_names lists them, quality.event_catalogue and'
            ~ ' event_properties_catalogue list what came.') %}
    {% endif %}
{% endif %}
select
    file,
    line,
    column_name,
    name
from {{ ref('definition_names') }}
where
    is_new
    and not is_known
