-- Uses of persons are the uses of the days; everybody adopts once; adopters of a day are
-- among those active on it, those of an account among those active for it.
with

days as (

    select
        feature_name,
        sum(uses) as uses,
        sum(new_adopters) as new_adopters,
        max(case when adopters > active_persons then 1 else 0 end) as has_too_many
    from {{ ref('feature_adoption_daily') }}
    group by feature_name

),

persons as (

    select
        feature_name,
        count(*) as adopters,
        sum(uses) as uses,
        max(case when use_days > uses or first_used_at > last_used_at then 1 else 0 end)
            as has_impossible
    from {{ ref('feature_adoption_persons') }}
    group by feature_name

),

accounts as (

    select
        feature_name,
        sum(uses) as uses,
        max(case when adopters > active_persons then 1 else 0 end) as has_too_many
    from {{ ref('feature_adoption_accounts') }}
    group by feature_name

),

problems as (

    select
        days.feature_name,
        case
            when days.uses <> coalesce(persons.uses, 0)
                then 'uses of persons are not the uses of the days'
            when days.new_adopters <> coalesce(persons.adopters, 0)
                then 'new adopters are not the persons who used it'
            when days.has_too_many = 1 then 'more adopters than active persons on a day'
            when persons.has_impossible = 1
                then 'a person uses it on more days than times'
            when accounts.uses > days.uses then 'accounts have more uses than the days'
            when accounts.has_too_many = 1
                then 'more adopters than active persons of an account'
        end as problem
    from days
    left join persons on days.feature_name = persons.feature_name
    left join accounts on days.feature_name = accounts.feature_name

)

select * from problems
where problem is not null
