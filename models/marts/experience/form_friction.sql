with

facts as (

    select
        session_id,
        coalesce(item, '') as form,
        kind,
        field,
        occurred_at,
        arrival
    from {{ ref('int_experience_facts') }}
    where
        kind in ('form_start', 'form_field', 'form_error', 'form_submit')
        and session_id is not null

),

-- a visit of a form is submitted when anything of it was, whatever was touched behind it
visits as (

    select
        session_id,
        form,
        max(case when kind = 'form_submit' then 1 else 0 end) as is_submitted,
        count(case when kind = 'form_error' then 1 end) as errors
    from facts
    group by
        session_id,
        form

),

touches as (

    select
        *,
        row_number() over (
            partition by session_id, form order by occurred_at desc, arrival desc
        ) as place_from_last
    from facts
    where field is not null and kind <> 'form_submit'

),

fields as (

    select
        session_id,
        form,
        field,
        count(case when kind = 'form_error' then 1 end) as errors,
        min(place_from_last) = 1 as is_last
    from touches
    group by
        session_id,
        form,
        field

),

counted as (

    select
        form,
        '' as field,
        count(*) as starts,
        cast(sum(errors) as bigint) as errors,
        count(case when errors > 0 then 1 end) as starts_with_error,
        cast(sum(is_submitted) as bigint) as submits,
        cast(sum(1 - is_submitted) as bigint) as abandons
    from visits
    group by form
    union all
    -- who gives a form up gives it up at the field touched last
    select
        fields.form,
        fields.field,
        count(*) as starts,
        cast(sum(fields.errors) as bigint) as errors,
        count(case when fields.errors > 0 then 1 end) as starts_with_error,
        cast(sum(visits.is_submitted) as bigint) as submits,
        count(case when fields.is_last and visits.is_submitted = 0 then 1 end) as abandons
    from fields
    inner join visits
        on
            fields.session_id = visits.session_id
            and fields.form = visits.form
    group by
        fields.form,
        fields.field

)

select
    form,
    field,
    starts,
    errors,
    submits,
    abandons,
    cast(starts_with_error as double) / starts as error_rate,
    cast(abandons as double) / starts as abandon_rate
from counted
