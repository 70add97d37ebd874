with

cases as (

    select
        '{"name": "a", "parameter": 1}' as document,
        cast(null as {{ dbt.type_string() }}) as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        cast(null as {{ dbt.type_string() }}) as expected
    union all
    -- values stay as they are
    select
        '{"param_b": "5", "name": "x", "param_a": 12.5, "param_c": true}' as document,
        '{"a":12.5,"b":"5","c":true}' as expected
    union all
    -- words for none leave no key
    select
        '{"param_a": null, "param_b": "", '
        || '"param_c": "(not set)", "param_d": "<Other>"}' as document,
        cast(null as {{ dbt.type_string() }}) as expected
    union all
    -- of a name that comes twice the first counts
    select
        {{ text_literal('{"param_a": 1, "param_a/b~": "\\"", "param_a": 2}') }}
            as document,
        {{ text_literal('{"a":1,"a/b~":"\\""}') }} as expected

),

actual as (

    select
        document,
        expected,
        {{ ga4_flat_parameters('document') }} as actual  -- noqa: PRS
    from cases

)

select * from actual
where actual is distinct from expected
