"""Who is dialled into a call: the other side of its order, an outside number; and nobody, where nobody is."""

from dataclasses import replace

from playwright.sync_api import Locator, expect

from chalicelib.telephony.outside import listed
from tests.journeys.desk import LONG_MS, Desk, Phone
from tests.journeys.scene import Scene
from tests.journeys.test_first_call import somebody_is_heard
from tests.journeys.test_warm_transfer import OnStage, are, consult, party


def test_buyer_and_seller_are_spoken_to_side_by_side_and_neither_sees_the_others_number(scene: Scene) -> None:
    on = OnStage(scene)
    order = on.asked.customer.order
    assert order
    phones = on.asked.customer.phone, order["counterpart_phone"]
    owner = replace(
        scene.customer(order=False),
        id=order["counterpart_id"],
        role="seller",
        name=order["counterpart_name"],
        phone=phones[1],
    )
    theirs = scene.ask(owner)
    shop = Phone(scene.windows.page(scene.phone_page(phones[1])))
    shows(on.desk, "customer")
    consult(on.desk, order["id"])
    are(on.desk, customer="held", seller_1="coming")
    shop.answer()
    are(on.desk, customer="held", seller_1="talk")
    expect(party(on.desk, "seller-1")).to_contain_text(order["counterpart_name"])
    somebody_is_heard(shop.page)
    on.is_never_alone()
    shows(on.desk, "both")
    expect(column(on.desk, 1)).to_contain_text(theirs.question, timeout=LONG_MS)
    expect(column(on.desk, 0)).to_contain_text(on.asked.question)
    for page, secret in ((on.desk.page, phones[1]), (shop.page, phones[0]), (on.phone.page, phones[1])):
        expect(page.locator("body")).not_to_contain_text(secret[-8:])

    on.desk.page.locator("body").press("1")
    are(on.desk, customer="talk", seller_1="held")
    on.is_never_alone()
    on.desk.page.locator("body").press("2")
    are(on.desk, customer="held", seller_1="talk")
    on.desk.page.locator("body").press("0")
    are(on.desk, customer="talk", seller_1="talk")
    party(on.desk, "seller-1").get_by_role("button").last.click()
    shop.is_over()
    are(on.desk, seller_1="gone")
    on.is_never_alone()
    shows(on.desk, "customer")
    for view in ("other", "both", "customer"):
        on.desk.page.locator("body").press("s")
        shows(on.desk, view)
    on.desk.press("call.hang_up")
    on.phone.is_over()


def test_the_story_of_who_never_asked_for_a_call_is_said_to_be_unknown(scene: Scene) -> None:
    on = OnStage(scene)
    order = on.asked.customer.order
    assert order
    expect(on.desk.page.get_by_test_id("timeline").locator("li").first).to_be_visible(timeout=LONG_MS)
    on.desk.page.locator("body").press("s")
    shows(on.desk, "other")
    on.desk.says(on.desk.words("sides.unknown", name=order["counterpart_name"]))
    on.desk.press("call.hang_up")
    on.phone.is_over()


def test_an_outside_number_is_added_and_dropped(scene: Scene) -> None:
    on = OnStage(scene)
    (entry,) = listed()[scene.site]  # type: ignore[index]  # a site's own word
    consult(on.desk, entry.name)
    are(on.desk, customer="held", outside_1="talk")
    on.is_never_alone()
    expect(on.desk.page.locator("body")).not_to_contain_text(entry.phone[-8:])
    party(on.desk, "outside-1").get_by_role("button").last.click()
    are(on.desk, customer="talk", outside_1="gone")
    on.is_never_alone()
    called = scene.outside.calls_to(entry.phone)
    assert called[-1]["status"] == "completed"
    assert {"attempt.party_asked", "attempt.party_joined", "attempt.party_left"} <= set(
        scene.kinds(on.agent, on.asked)
    )
    on.desk.press("call.hang_up")
    on.phone.is_over()


def test_with_no_specialist_there_the_desk_says_so_and_enter_asks_nobody(scene: Scene) -> None:
    on = OnStage(scene)
    on.desk.page.locator("body").press("c")
    expect(on.desk.page.get_by_test_id("ask-nobody")).to_be_visible(timeout=LONG_MS)
    expect(on.desk.button("ask.consult")).to_be_disabled()
    on.desk.page.keyboard.press("Enter")
    on.desk.page.keyboard.press("Control+Enter")
    expect(on.desk.page.get_by_test_id("ask")).to_be_visible()
    on.desk.page.keyboard.press("Escape")
    expect(on.desk.page.get_by_test_id("parties")).to_have_count(0)
    on.desk.is_in("on_call")
    assert "attempt.party_asked" not in scene.kinds(on.agent, on.asked)
    on.desk.press("call.hang_up")
    on.phone.is_over()


def shows(desk: Desk, view: str) -> None:
    """Whose story."""
    expect(desk.page.get_by_test_id("stories")).to_have_attribute("data-view", view, timeout=LONG_MS)


def column(desk: Desk, side: int) -> Locator:
    """Where a side's story says what they asked."""
    return desk.page.locator(f'[data-side="{side}"][data-kind="callback.requested"]').first
