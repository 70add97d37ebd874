-- what is rejected most, and since when: look here first after a release of a tracker
select
    source,
    reason,
    sum(rows) as row_count,
    min(load_date) as first_load_date,
    max(load_date) as last_load_date
from {{ ref('event_ledger') }}
where disposition = 'quarantined'
group by
    source,
    reason
order by
    row_count desc,
    source asc,
    reason asc
