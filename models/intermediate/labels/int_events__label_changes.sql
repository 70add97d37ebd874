{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}

{% set kept_labels = ref('int_event_labels') if is_full_rebuild()
    else as_kept('int_events__labelled') %}

with

labels as (

    select * from {{ ref('int_event_labels') }}

),

-- the kept labels stand here twice: under one name, read twice, all of them would be
-- written down first
differing as (

    select
        labels.row_id,
        labels.arrival,
        labels.event_date,
        labels.event_name,
        labels.event_type,
        labels.occurred_at,
        labels.account_id,
        labels.is_bot,
        kept_labels.row_id is null as is_added,
        labels.evidence,
        kept_labels.person_id as old_person_id,
        kept_labels.session_id as old_session_id,
        labels.person_id,
        labels.session_id
    from labels
    left join {{ kept_labels }} as kept_labels on labels.row_id = kept_labels.row_id
    where
        not {{ is_full_rebuild() }}
        and (
            kept_labels.row_id is null
            or kept_labels.person_id <> labels.person_id
            or kept_labels.evidence <> labels.evidence
            or coalesce(kept_labels.session_id, '') <> coalesce(labels.session_id, '')
        )

),

final as (

    select
        row_id,
        arrival,
        event_date,
        event_name,
        event_type,
        occurred_at,
        account_id,
        is_bot,
        is_added,
        false as is_removed,
        evidence,
        old_person_id,
        old_session_id,
        person_id,
        session_id
    from differing
    union all
    select
        superseded.row_id,
        null as arrival,
        superseded.event_date,
        superseded.event_name,
        null as event_type,
        superseded.occurred_at,
        superseded.account_id,
        superseded.is_bot,
        false as is_added,
        true as is_removed,
        null as evidence,
        kept_labels.person_id as old_person_id,
        kept_labels.session_id as old_session_id,
        null as person_id,
        null as session_id
    from {{ ref('int_events__superseded') }} as superseded
    inner join {{ kept_labels }} as kept_labels on superseded.row_id = kept_labels.row_id

)

select * from final
