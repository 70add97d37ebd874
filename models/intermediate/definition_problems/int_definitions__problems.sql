{{ config(meta={'is_gate': true}) }}

with

problems as (

    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_source_settings__problems') }}
    union all
    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_event_taxonomy__problems') }}
    union all
    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_event_aliases__problems') }}
    union all
    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_event_properties__problems') }}
    union all
    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_funnels__problems') }}
    union all
    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_funnel_steps__problems') }}
    union all
    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_funnel_exclusions__problems') }}
    union all
    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_funnel_conditions__problems') }}
    union all
    select
        file,
        line,
        column_name,
        found,
        problem,
        mend
    from {{ ref('int_retention_curves__problems') }}

)

select * from problems
