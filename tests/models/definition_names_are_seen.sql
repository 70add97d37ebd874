-- Names in definitions that no accepted event ever had, most often misspelt: a warning
-- that names each, because an event may also just not have happened yet.
{{ config(severity='warn') }}
{% set names = load_relation(ref('definition_event_names')) if execute else none %}
{% if names is not none and flags.WHICH in ('build', 'test') %}
    {% set query %}
        select seed, definition_name, event_name
        from {{ names }}
        where not is_seen
        order by seed, definition_name, event_name
    {% endset %}
    {% for row in run_query(query).rows %}
        {% do exceptions.warn(
            'seeds/definitions/' ~ row[0] ~ '.csv, ' ~ row[1] ~ ": no event was ever named '"
            ~ row[2] ~ "'. Mend the name, or wait for the first one; quality.event_catalogue "
            ~ 'lists the names that arrive.'
        ) %}
    {% endfor %}
{% endif %}
select
    seed,
    definition_name,
    event_name
from {{ ref('definition_event_names') }}
where not is_seen
