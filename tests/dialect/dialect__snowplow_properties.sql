with

cases as (

    select
        '{}' as document,
        '{}' as expected
    union all
    -- columns of other kinds, and empty ones, leave no key
    select
        '{"event": "page_view", "se_label": null, "se_value": "", "contexts_a_1": []}'
            as document,
        '{}' as expected
    union all
    select
        '{"se_action": "play", "pp_yoffset_max": 7}' as document,
        '{"se_action":"play","pp_yoffset_max":7}' as expected
    union all
    -- of a name that comes twice the first counts
    select
        '{"se_label": "a", "contexts_org_w3_timing_1": [{"a": 1}], "se_label": "b"}'
            as document,
        '{"timing":{"a":1},"se_label":"a"}' as expected
    union all
    -- the data of the event itself lies at the top
    select
        '{"unstruct_event_com_acme_sign_up_1_0_0": {"plan": "pro"}}' as document,
        '{"plan":"pro"}' as expected
    union all
    -- nulls leave no key, but in an array; of two of one name the later counts
    select
        '{"unstruct_event_com_acme_a_1": '
        || '{"plan": null, "n": {"x": null, "y": [{"z": null}]}}}' as document,
        '{"n":{"y":[{"z":null}]}}' as expected
    union all
    select
        '{"contexts_org_w3_timing_1": [{"a": 1, "b": {"c": 1}}],'
        || ' "contexts_org_w3_timing_2": [{"b": {"d": 2}, "a": "x"}]}' as document,
        '{"timing":{"b":{"c":1,"d":2},"a":"x"}}' as expected
    union all
    -- one entity as itself, several as an array
    select
        '{"contexts_org_w3_timing_1_0_0": [{"a": 1}]}' as document,
        '{"timing":{"a":1}}' as expected
    union all
    select
        '{"contexts_org_w3_timing_1_0_0": [{"a": 1}, {"a": 2}]}' as document,
        '{"timing":[{"a":1},{"a":2}]}' as expected
    union all
    -- version by its first number only, vendor that is not known
    select
        '{"contexts_com_acme_item_1": [{"a": 1}]}' as document,
        '{"com_acme_item":{"a":1}}' as expected
    union all
    -- products are always an array
    select
        '{"contexts_com_snowplowanalytics_snowplow_ecommerce_product_1": [{"id": "é"}]}'
            as document,
        '{"products":[{"id":"é"}]}' as expected

),

actual as (

    select
        document,
        expected,
        {{ snowplow_properties('document') }} as actual  -- noqa: PRS
    from cases

)

select * from actual
where actual is distinct from expected
